SELECT n.NodeId AS id, nullif(n.ParentId, 0) AS parent, n.NodeName AS name, [[n=Nodes.OrderId|n.NodeId]] AS position,
       CASE WHEN coalesce([[n=Nodes.LinkUrl|'']], '') <> '' THEN 'external' ELSE 'list' END AS kind,
       CASE WHEN coalesce([[n=Nodes.LinkUrl|'']], '') <> '' THEN [[n=Nodes.LinkUrl|'']] ELSE '/Category_' || n.NodeId || '/Index.aspx' END AS url, n.NodeDir AS slug
FROM Nodes n
ORDER BY 4, n.NodeId

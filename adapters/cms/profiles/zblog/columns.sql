SELECT cate_ID AS id, cate_ParentID AS parent, cate_Name AS name, 'list' AS kind, cate_Order AS position, cate_Alias AS slug,
       '/?cate=' || cate_ID AS url
FROM category
ORDER BY cate_Order, cate_ID

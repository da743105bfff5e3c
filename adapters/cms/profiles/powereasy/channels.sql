-- Channels of articles stand above their classes.
SELECT 'c' || h.ChannelID AS id, '' AS parent, [[h=Channel.ChannelName|h.ChannelDir]] AS name, [[h=Channel.OrderID|h.ChannelID]] AS position, 'list' AS kind,
       '/' || h.ChannelDir || '/' AS url, '/' || h.ChannelDir || '/Index.asp' || char(10) || '/' || h.ChannelDir || '/index.html' AS urls, h.ChannelDir AS slug
FROM Channel h
WHERE h.ModuleType = 1 AND coalesce(h.ChannelDir, '') <> ''
ORDER BY 4, h.ChannelID

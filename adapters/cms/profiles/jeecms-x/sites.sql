SELECT id, site_name AS name, [[site.site_domain|'']] AS host FROM site WHERE coalesce([[site.deleted_flag|0]], 0) IN (0, '0', 'false') ORDER BY id

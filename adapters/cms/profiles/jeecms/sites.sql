SELECT site_id AS id, site_name AS name, domain AS host FROM site ORDER BY site_id

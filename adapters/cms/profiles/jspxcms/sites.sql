SELECT f_site_id AS id, f_name AS name, f_domain AS host FROM site ORDER BY f_site_id

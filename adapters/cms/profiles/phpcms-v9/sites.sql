SELECT siteid AS id, name, domain AS host FROM site ORDER BY siteid

"""Named queries: each answers one question of the pages, the exports and the API."""

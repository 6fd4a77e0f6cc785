"""Forms, choices, search, menus: what asks for something."""

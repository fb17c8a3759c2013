"""What a workshop plays: a model stepped in front of a room, its stories, lives, loops and choices."""

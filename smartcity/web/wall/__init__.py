"""The wall: a plain page for a screen across the room, made from the same questions and sentences as the screens."""

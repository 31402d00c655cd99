"""复核: what one officer asks for and another one answers."""

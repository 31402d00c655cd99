"""What all pages share; knows no feature except who the viewer is."""

"""What learns at night: ratings and sliders become an adapter that is judged before it is used."""

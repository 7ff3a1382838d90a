"""The library: favourites, routines and exercises, and what the highlighted one is."""

"""The library: favourites, routines and exercises, with a page about the highlighted one."""

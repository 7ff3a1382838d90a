"""The full-screen face: places (Library, Journal, Guide) and the screens that are pushed over them."""

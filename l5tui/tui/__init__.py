"""The full-screen user interface: three places (Library, Journal, Guide), and the screens that are pushed over them."""

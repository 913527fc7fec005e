"""News text to coded statements, agreement between documents, and a draft scenario; every result names its rule."""

"""The account: signing in through the browser, a valid ID token, signing out, and where the secrets live."""

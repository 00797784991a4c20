"""The Flask service: REST, CSV and pages over the read side of `db`. `api.app.create_app` makes it."""

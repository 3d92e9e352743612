"""What a person writes in YAML. Field docstrings feed the JSON Schemas and the reference page."""

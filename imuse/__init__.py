"""The wiring of the portal, and leaves that know no app. No models."""

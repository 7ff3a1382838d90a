"""The session engine: plan, events, progress, moment, controller, clock. Pure, without any user interface."""

"""The session engine: plan, moment, events, controller, clock. Pure, and ignorant of any face."""

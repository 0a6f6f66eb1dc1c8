//! The real window under test: display, driver, and what a person does in it.

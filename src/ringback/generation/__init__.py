"""Where requests come from; the only home of Schemathesis and Hypothesis."""

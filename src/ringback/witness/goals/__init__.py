"""What is looked for: schemas that admit and schemas that refuse, case by case."""

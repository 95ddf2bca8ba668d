"""What every command needs: rules by id, mistakes together, reports, the baseline's file."""

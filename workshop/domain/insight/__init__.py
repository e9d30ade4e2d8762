"""What results mean: findings, charts, the power map, then and now."""

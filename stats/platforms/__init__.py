"""One small package a platform. They import nothing of ours, return `Reading`s and raise `PlatformError`."""

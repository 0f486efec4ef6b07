"""The course machinery: exercises, the checker, feedback and the proof that the graders are right."""

/** How a score reads in a list. */
export const GRADES = ['A+', 'A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'D'] as const;
export type Grade = (typeof GRADES)[number];

/** The lowest score of each grade, best first. */
const LOWEST: readonly number[] = [95, 90, 85, 80, 75, 70, 65, 60, 0];

export function gradeOf(score: number): Grade {
  return GRADES[LOWEST.findIndex((lowest) => score >= lowest)] ?? 'D';
}

/** The scores, both included, that read as this grade. */
export function scoresOf(grade: Grade): { from: number; to: number } {
  const at = GRADES.indexOf(grade);
  return { from: LOWEST[at] ?? 0, to: at === 0 ? 100 : (LOWEST[at - 1] ?? 101) - 1 };
}

/** The grades with their lowest scores, for who must tell them apart in SQL. */
export function gradeSteps(): { grade: Grade; from: number }[] {
  return GRADES.map((grade) => ({ grade, from: scoresOf(grade).from }));
}

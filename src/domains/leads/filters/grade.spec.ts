import { GRADES, gradeOf, scoresOf } from './grade.js';

describe('the grade of a score', () => {
  it.each([
    [100, 'A+'],
    [95, 'A+'],
    [94, 'A'],
    [89, 'A-'],
    [80, 'B+'],
    [75, 'B'],
    [70, 'B-'],
    [65, 'C+'],
    [60, 'C'],
    [59, 'D'],
    [0, 'D'],
  ])('of %p is %p', (score, grade) => {
    expect(gradeOf(score)).toBe(grade);
  });

  it('is one for every score, and the scores of the grades leave no gap', () => {
    for (let score = 0; score <= 100; score++) {
      const fitting = GRADES.filter((grade) => {
        const { from, to } = scoresOf(grade);
        return from <= score && score <= to;
      });
      expect(fitting).toEqual([gradeOf(score)]);
    }
  });
});

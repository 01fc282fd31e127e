import { DEED_SHAPES } from './deed.shapes.js';
import { FLOW_SHAPES } from './flow.shapes.js';
import type { StepShape } from './step-shape.js';
import { trigger } from './trigger.shapes.js';

/** Every type of steps there is. To add one, write its shape, and a worker of the same name in `nodes/`. */
const STEP_SHAPES = { trigger, ...FLOW_SHAPES, ...DEED_SHAPES };

export type StepType = keyof typeof STEP_SHAPES;

export function shapeOf(type: string): StepShape | undefined {
  return Object.hasOwn(STEP_SHAPES, type) ? STEP_SHAPES[type as StepType] : undefined;
}

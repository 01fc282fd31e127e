import { OmitType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';
import { OneLine, Passage } from '../clean.decorators.js';
import { CONDITION_FIELD, RULE_ACTIONS, RULE_EVENTS, RULE_OPS, type RuleEvent } from './rule.js';

/** One condition on a ticket. */
export class RuleCondition {
  /**
   * `status`, `priority`, `channel`, `subject`, `email`, `assignee` (an id, or `none`), `label`, `asker` (`guest` or `user`),
   * `message`, `author` and `visibility` of a message, `due` (`first_response` or `resolution`) of a missed due time, or
   * `field.` and the key of a custom field. @example 'subject'
   */
  @Matches(CONDITION_FIELD, { message: 'field must be something of a ticket that a rule can look at' })
  field!: string;

  /** Without regard to capitals; of a label, whether one of them is it. */
  @IsIn(RULE_OPS)
  op!: (typeof RULE_OPS)[number];

  /** @example 'invoice' */
  @OneLine(200)
  value!: string;
}

/** Something a rule does. */
export class RuleAction {
  @IsIn(RULE_ACTIONS)
  type!: (typeof RULE_ACTIONS)[number];

  /**
   * A status, a priority, the id of an administrator (null for nobody), a label, the text of an internal message, or the id of
   * a canned answer. @example 'high'
   */
  @IsOptional()
  @Passage(5_000)
  value?: string | null;
}

/** What is to be changed of a rule; what is left out stays as it is. */
export class UpdateRule {
  /** @example 'Invoices are urgent' */
  @MayBeLeftOut()
  @OneLine(100)
  name?: string;

  /** What sets it off. What a rule does sets off none. */
  @MayBeLeftOut()
  @IsIn(RULE_EVENTS)
  event?: RuleEvent;

  /** All of them have to hold. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10)
  @EachIs(() => RuleCondition)
  conditions?: RuleCondition[];

  /** In this order. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @EachIs(() => RuleAction)
  actions?: RuleAction[];

  /** Rules of one event are looked at by it, smallest first. @example 10 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(10_000)
  position?: number;

  @MayBeLeftOut()
  @IsBoolean()
  is_active?: boolean;

  /** You allow the rule to send the canned answers it names; each time they are named anew. False takes that back. */
  @MayBeLeftOut()
  @IsBoolean()
  allow_answers?: boolean;
}

/** A rule of the desk. */
export class NewRule extends OmitType(UpdateRule, ['name', 'event', 'actions']) {
  /** @example 'Invoices are urgent' */
  @OneLine(100)
  name!: string;

  /** What sets it off. What a rule does sets off none. */
  @IsIn(RULE_EVENTS)
  event!: RuleEvent;

  /** In this order. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @EachIs(() => RuleAction)
  actions!: RuleAction[];
}

/** A rule of the desk as it is kept. */
export class SupportRule {
  id!: string;
  name!: string;
  event!: RuleEvent;
  conditions!: RuleCondition[];
  actions!: RuleAction[];
  position!: number;
  is_active!: boolean;
  /** Who allows it to send canned answers; null for nobody. */
  answers_allowed_by!: string | null;
  answers_allowed_at!: string | null;
  created_by!: string | null;
  created_at!: string;
  updated_at!: string;
}

export class RuleDeleted {
  deleted!: boolean;
}

/** What became of one action. */
export class RuleActionResult {
  /** @example 'set_priority' */
  type!: string;
  outcome!: 'done' | 'skipped' | 'failed';
  /** Why it was not done. @example 'Whoever wrote wants no answer by a machine.' */
  reason!: string | null;
}

/** One time that a rule applied. */
export class RuleRun {
  id!: string;
  ticket_id!: string;
  /** @example 'created' */
  event!: string;
  /** `partly` where an action was not done. */
  outcome!: 'done' | 'partly' | 'failed';
  actions!: RuleActionResult[];
  created_at!: string;
}

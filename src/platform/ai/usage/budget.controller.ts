import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { BudgetOfToday, DefaultBudget, NewBudget, RemovedBudget, UserBudget } from './budget.dto.js';
import { BudgetService } from './budget.service.js';

@ApiTags('AI')
@Controller('api/ai')
export class BudgetController {
  constructor(private readonly budgets: BudgetService) {}

  /** Shows what you may spend today on AI, and what you have. */
  @Get('budget')
  today(@CurrentUser() caller: Caller): Promise<BudgetOfToday> {
    return this.budgets.today(caller.id);
  }

  /** Lists the budgets that were set for single users, newest first. */
  @Get('budgets')
  @AdminOnly()
  @Lists(UserBudget)
  async list(@Query() query: PageQuery): Promise<Listed<UserBudget>> {
    const page = await this.budgets.list(query);
    return new Listed(page.items, page.nextCursor);
  }

  /** Shows what each user may spend a day for whom nothing else is set. */
  @Get('budgets/default')
  @AdminOnly()
  default(): Promise<DefaultBudget> {
    return this.budgets.ofOthers();
  }

  /** Sets what each user may spend a day for whom nothing else is set. */
  @Put('budgets/default')
  @AdminOnly()
  setDefault(@CurrentUser() caller: Caller, @Body() budget: NewBudget): Promise<DefaultBudget> {
    return this.budgets.setDefault(caller.id, budget);
  }

  /** Takes back what was set as the default, so that AI_DAILY_BUDGET_CENTS holds again. */
  @Delete('budgets/default')
  @AdminOnly()
  removeDefault(): Promise<DefaultBudget> {
    return this.budgets.removeDefault();
  }

  /** Sets what one user may spend a day. */
  @Put('budgets/:user_id')
  @AdminOnly()
  set(
    @CurrentUser() caller: Caller,
    @Param('user_id') userId: string,
    @Body() budget: NewBudget,
  ): Promise<UserBudget> {
    return this.budgets.set(caller.id, userId, budget);
  }

  /** Takes back what was set for one user, so that the default holds again. */
  @Delete('budgets/:user_id')
  @AdminOnly()
  async remove(@Param('user_id') userId: string): Promise<RemovedBudget> {
    await this.budgets.remove(userId);
    return { deleted: true, user_id: userId };
  }
}

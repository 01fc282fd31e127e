import 'reflect-metadata';
import { IsArray, IsInt, IsString } from 'class-validator';
import { z } from 'zod';
import { EachIs } from '#platform/http/each-is.decorator';
import { dtoForm } from './dto-form.js';
import { fieldIssues } from './runs/field-issues.js';

class Line {
  @IsString()
  item!: string;

  @IsInt()
  price: number = 1;

  /** As the build writes it from the types, the rules and the comments of a DTO. */
  static _OPENAPI_METADATA_FACTORY() {
    return {
      item: { required: true, type: () => String, nullable: true, example: 'Spade' },
      price: { required: true, type: () => Number, default: 1, minimum: 1 },
    };
  }
}

class Order {
  @IsString()
  client!: string;

  @IsArray()
  @EachIs(() => Line)
  lines: Line[] = [];

  static _OPENAPI_METADATA_FACTORY() {
    return {
      client: { required: true, type: () => String, description: 'Who buys' },
      lines: { required: true, type: () => [Line], default: [] },
    };
  }
}

const form = dtoForm(Order);
const pathsOf = (given: unknown) => {
  const read = form.safeParse(given);
  return read.success ? [] : fieldIssues(read.error).map(({ path }) => path);
};

describe('the form of a task that is the body of a route', () => {
  it('reads what the route takes, with its defaults', () => {
    const read = form.parse({ client: 'Ada', lines: [{ item: 'Spade' }] });
    expect(read).toBeInstanceOf(Order);
    expect(read).toEqual({ client: 'Ada', lines: [{ item: 'Spade', price: 1 }] });
    expect(form.parse({ client: 'Ada' }).lines).toEqual([]);
  });

  it('refuses what brings a class of its own, with its place', () => {
    const { error } = form.safeParse({ client: 'Ada', lines: [{ item: { constructor: 'String' } }] });
    expect(error?.issues).toMatchObject([{ path: ['lines', '0', 'item', 'constructor'] }]);
  });

  it('tells what it takes as JSON Schema', () => {
    expect(z.toJSONSchema(form, { io: 'input', unrepresentable: 'any' })).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['client'],
      properties: {
        client: { type: 'string', description: 'Who buys' },
        lines: { type: 'array', items: { $ref: '#/$defs/Line' } },
      },
      $defs: {
        Line: {
          type: 'object',
          required: ['item'],
          properties: {
            item: { type: ['string', 'null'], examples: ['Spade'] },
            price: { type: 'number', default: 1, minimum: 1 },
          },
        },
      },
    });
  });

  it('reads what the route has read already', () => {
    expect(form.parse(form.parse({ client: 'Ada', lines: [{ item: 'Spade' }] }))).toMatchObject({
      lines: [{ item: 'Spade', price: 1 }],
    });
  });

  it.each<[unknown, string[]]>([
    [{}, ['client']],
    [{ client: 'Ada', lines: [{ item: 'A' }, { item: 5, price: 0.5 }] }, ['lines.1.item', 'lines.1.price']],
    [{ client: 'Ada', lines: [{ item: 'A', colour: 'red' }] }, ['lines.0.colour']],
    [{ client: 'Ada', colour: 'red' }, ['colour']],
    [{ client: 'Ada', lines: 'none' }, ['lines']],
    [{ client: 'Ada', lines: [null] }, ['lines.0']],
    ['a text', ['']],
    [null, ['']],
    [[], ['']],
  ])('names the field that does not fit: %#', (given, paths) => {
    expect(pathsOf(given)).toEqual(paths);
  });
});

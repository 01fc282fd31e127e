import { IsString, MaxLength, MinLength } from 'class-validator';

/** A part that templates include by its name: `{% include 'footer' %}`. */
export class EmailBlock {
  /** @example 'footer' */
  name!: string;
  /** Liquid in HTML or text, put in as it stands; it may include other blocks. */
  content!: string;
  created_at!: string;
  updated_at!: string;
}

/** What a block says. */
export class EmailBlockContent {
  /** Liquid in HTML or text, put in as it stands; it may include other blocks, five levels deep. @example '<p>Acme Ltd, Oslo</p>' */
  @IsString()
  @MinLength(1)
  @MaxLength(50_000)
  content!: string;
}

/** The block is gone. */
export class EmailBlockDeleted {
  deleted!: boolean;
}

import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

const NAME = /^[a-z0-9][a-z0-9_-]{0,49}$/;
const NAME_MESSAGE = { message: 'name must be 1 to 50 small letters, digits, _ and -' };
const HEADER = /^[A-Za-z0-9-]{1,100}$/;
const MOST_TOOLS = 200;
const LONGEST_TOOL_NAME = 200;

/** What may be left out of an MCP server, new or not. */
class McpServerFields {
  /** Streamable HTTP; there is no other way to a server. @example 'http' */
  @MayBeLeftOut()
  @IsIn(['http'])
  transport?: 'http';

  /** The header that opens the server; null when it is open to all. @example 'Authorization' */
  @MayBeLeftOut()
  @ValidateIf((_, value) => value !== null)
  @Matches(HEADER, { message: 'auth_header must be the name of a header' })
  auth_header?: string | null;

  /** The value of that header. It is sealed and never comes out again. @example 'Bearer R2D2C3PO' */
  @MayBeLeftOut()
  @IsString()
  @Matches(/^[\x21-\x7e](?:[\x20-\x7e]{0,4094}[\x21-\x7e])?$/, {
    message: 'auth_value must be 1 to 4,096 visible ASCII characters on one line',
  })
  auth_value?: string;

  /** The tools that may be called; null: all that only read, as the server says. @example ['find_contact'] */
  @MayBeLeftOut()
  @ValidateIf((_, value) => value !== null)
  @IsArray()
  @ArrayMaxSize(MOST_TOOLS)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(LONGEST_TOOL_NAME, { each: true })
  allowed_tools?: string[] | null;

  /** Whether it is used at all. */
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;
}

/** What may be changed of an MCP server; what is left out stays as it is. */
export class McpServerChanges extends McpServerFields {
  /** What tools are called by: `name.tool`. Small letters, digits, `_` and `-`. @example 'crm' */
  @MayBeLeftOut()
  @Matches(NAME, NAME_MESSAGE)
  name?: string;

  /**
   * Where it answers: http or https, on the public internet. A new address forgets what was allowed, and what opened the
   * server at the old one unless it comes along. @example 'https://crm.example.com/mcp'
   */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_048)
  url?: string;
}

/** An MCP server of yours. */
export class NewMcpServer extends McpServerFields {
  /** What tools are called by: `name.tool`. Small letters, digits, `_` and `-`. @example 'crm' */
  @Matches(NAME, NAME_MESSAGE)
  name!: string;

  /** Where it answers: http or https, on the public internet. @example 'https://crm.example.com/mcp' */
  @IsString()
  @MaxLength(2_048)
  url!: string;
}

/** Which tools may stay allowed although they are no longer what they were. */
export class RefreshMcpServer {
  /** Their names: each is pinned as it is now. @example ['find_contact'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_TOOLS)
  @IsString({ each: true })
  @MaxLength(LONGEST_TOOL_NAME, { each: true })
  allow_changed?: string[];
}

/** A tool as it was pinned. Title, description and schema are the server's own words. */
export class McpToolView {
  /** @example 'find_contact' */
  name!: string;
  title!: string | null;
  description!: string;
  /** JSON Schema of its arguments. */
  input_schema!: Record<string, unknown>;
  /** `read` when the server says that it changes nothing, else `outside`. @example 'read' */
  risk!: 'read' | 'outside';
  /** Whether an agent may call it. */
  allowed!: boolean;
  /** It is no longer what was pinned, and is not called until you allow it again. */
  changed!: boolean;
  /** SHA-256 of all the server said of it. */
  fingerprint!: string;
}

/** An MCP server, without what opens it. */
export class McpServerView {
  id!: string;
  /** @example 'crm' */
  name!: string;
  /** @example 'https://crm.example.com/mcp' */
  url!: string;
  transport!: 'http';
  /** The header that opens it. @example 'Authorization' */
  auth_header!: string | null;
  /** Null: all that only read. */
  allowed_tools!: string[] | null;
  enabled!: boolean;
  tools!: McpToolView[];
  /** When its tools were last looked at. */
  tools_pinned_at!: string | null;
  created_at!: string;
  updated_at!: string;
}

/** What a server offers now, held against what was pinned. */
export class McpRefresh {
  server!: McpServerView;
  /** Tools that are new. */
  added!: string[];
  /** Tools that are no longer what was pinned and were not allowed again. */
  changed!: string[];
  /** Tools that are gone. */
  gone!: string[];
}

export class McpServerDeleted {
  deleted!: boolean;
}

/**
 * What we use of pdfmake, by its main file. The types that are published for the package bring those of the browser into
 * the whole program, where they change streams and `fetch`.
 */
declare module 'pdfmake/js/index.js' {
  export type Margins = number | [number, number, number, number];
  export type Alignment = 'left' | 'right' | 'center';

  export interface Style {
    font?: string;
    fontSize?: number;
    bold?: boolean;
    color?: string;
    lineHeight?: number;
    characterSpacing?: number;
    alignment?: Alignment;
    fillColor?: string;
    noWrap?: boolean;
    margin?: Margins;
    markerColor?: string;
    style?: string;
  }

  export interface Shape {
    type: 'rect' | 'line';
    [measure: string]: number | string;
  }

  /** One part of a page; exactly one of the first nine says what it is. */
  export interface Content extends Style {
    text?: string;
    stack?: Content[];
    columns?: Content[];
    ul?: (Content | string)[];
    ol?: (Content | string)[];
    table?: Table;
    image?: string;
    canvas?: Shape[];
    width?: number | 'auto' | '*';
    columnGap?: number;
    fit?: [number, number];
    start?: number;
    layout?: TableLayout;
    unbreakable?: boolean;
    headlineLevel?: number;
  }

  export interface Table {
    widths: number[];
    body: Content[][];
    headerRows?: number;
    keepWithHeaderRows?: number;
    dontBreakRows?: boolean;
  }

  export interface TableLayout {
    hLineWidth?: (row: number) => number;
    vLineWidth?: (column: number) => number;
    hLineColor?: (row: number) => string;
    paddingLeft?: (column: number) => number;
    paddingRight?: (column: number) => number;
    paddingTop?: (row: number) => number;
    paddingBottom?: (row: number) => number;
  }

  export interface PlacedNode {
    headlineLevel?: number;
    text?: string;
  }

  export type BreakBefore = (
    node: PlacedNode,
    places: { getFollowingNodesOnPage(): PlacedNode[] },
  ) => boolean;

  export interface Definition {
    content: Content[];
    pageSize: 'A4' | 'LETTER';
    pageMargins: Margins;
    info: { title: string; author?: string; creationDate: Date; modDate: Date };
    language: string;
    displayTitle: boolean;
    defaultStyle: Style;
    styles: Record<string, Style>;
    header: (page: number, pages: number) => Content | null;
    pageBreakBefore?: BreakBefore;
    footer: (page: number, pages: number) => Content | null;
  }

  interface PdfMake {
    setFonts(fonts: Record<string, Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>): void;
    setUrlAccessPolicy(mayOpen: (url: string) => boolean): void;
    setLocalAccessPolicy(mayOpen: (path: string) => boolean): void;
    createPdf(definition: Definition): { getBuffer(): Promise<Uint8Array> };
  }

  const pdfmake: PdfMake;
  export default pdfmake;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Where anybody can have an address. The first ones are met most often. */
export const FREE_MAIL: ReadonlySet<string> = new Set(
  words(`
    gmail.com googlemail.com yahoo.com hotmail.com outlook.com icloud.com aol.com live.com msn.com me.com mac.com
    protonmail.com proton.me pm.me zoho.com yandex.com yandex.ru mail.ru mail.com gmx.com gmx.de gmx.net gmx.at gmx.ch
    web.de t-online.de freenet.de posteo.de mailbox.org tutanota.com tuta.com fastmail.com hey.com
    yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.co.uk yahoo.co.in yahoo.com.br yahoo.ca ymail.com rocketmail.com
    hotmail.de hotmail.fr hotmail.es hotmail.it hotmail.co.uk outlook.de outlook.fr outlook.es live.de live.fr live.co.uk
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it btinternet.com
    virginmedia.com sky.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
    bluewin.ch uol.com.br bol.com.br terra.com.br qq.com 163.com 126.com naver.com daum.net rediffmail.com
    wp.pl o2.pl interia.pl onet.pl seznam.cz centrum.cz abv.bg ukr.net
  `),
);

/** Local parts that reach an office: RFC 2142 and what is usual beside it. */
export const ROLES: ReadonlySet<string> = new Set(
  words(`
    abuse accounting accounts admin administrator billing bookings buchhaltung career careers compliance contact contacto
    contato customerservice datenschutz dev development dpo enquiries everyone feedback finance ftp help helpdesk hello
    hola hostmaster hr info inquiries invoice invoices it jobs kontakt legal list mail mailer-daemon marketing media
    news newsletter no-reply noc noreply office orders postmaster pr press presse privacy procurement purchasing
    recruiting reservations root sales security service services shop spam subscribe support sysadmin team tech
    techsupport unsubscribe usenet uucp vertrieb webmaster welcome www
  `),
);

/** Ends of domains that do not exist or are hardly ever meant, with the one that is. */
export const LIKELY_ENDINGS: ReadonlyMap<string, string> = new Map([
  ...words('con cmo ocm cim xom vom comm coom dom comn cpm cok').map((end): [string, string] => [end, 'com']),
  ...words('ner nte met nett').map((end): [string, string] => [end, 'net']),
  ...words('ogr orgg rog').map((end): [string, string] => [end, 'org']),
]);

/** What the script that shows forms needs to see slips as we do. */
export const MAIL_DOMAINS = { free: [...FREE_MAIL], endings: Object.fromEntries(LIKELY_ENDINGS) };

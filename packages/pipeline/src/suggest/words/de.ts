import type { Words } from "./Words.ts"

/** German. */
export const de: Words = {
  things: {
    customerNumber:
      "kundennummer, kunden nummer, kunde nummer, kunden id, kundencode, debitor nummer, debitoren nummer, debitorennummer, debitorenkonto, debitor konto, kundenkonto, konto nummer?, personenkonto, kontonummer?",
    invoiceNumber:
      "rechnungsnummer, rechnung nummer, rechnungs nummer, rechnung, beleg nummer?, belegnummer?, rechnungs id, faktura nummer, fakturanummer, belegfeld 1?",
    paymentNumber:
      "zahlungsnummer, zahlungs nummer, zahlung nummer, zahlungs id, quittungsnummer, zahlungsbeleg, beleg nummer?, belegnummer?, transaktionsnummer, zahlung?",
    number: "nummer, beleg nummer, belegnummer, code?, kürzel?",
    party: "kunde, debitor, käufer, auftraggeber, empfänger, rechnungsempfänger, zahler, einzahler",
    name: "name, firma, kundenname, firmenname, unternehmen, name 1, firma name, kunde name, debitor name, bezeichnung?, zahlername",
    firstName: "vorname, ansprechpartner vorname",
    lastName: "nachname, familienname, zuname, ansprechpartner nachname",
    email: "e-mail, email, e-mail-adresse, mail, mailadresse, rechnungs-email, e-mail rechnung",
    phone: "telefon, telefonnummer, telefon nummer, tel, mobil, handy, mobiltelefon, rufnummer, telefon 1",
    companyCode: "buchungskreis, mandant?, firmencode?",
    currency: "währung, währungskennzeichen, belegwährung, währungscode, wkz, wkz umsatz, whg, rechnungswährung",
    line1:
      "adresse, straße, strasse, straße und hausnummer, straße hausnummer, straße haus nummer, straße nummer, anschrift, adresse 1, adresszeile 1",
    line2: "adresszusatz, adresse 2, adresszeile 2, zusatz, straße 2",
    city: "ort, stadt, wohnort, ortschaft",
    region: "bundesland, kanton, region, bezirk",
    postalCode: "plz, postleitzahl",
    country: "land, länderkennzeichen, ländercode, staat, länderkürzel, land iso",
    status: "status, zustand, rechnungsstatus, kundenstatus, zahlungsstatus, aktiv?, gesperrt?",
    total:
      "gesamt, gesamtbetrag, rechnungsbetrag, bruttobetrag, brutto, gesamtsumme, rechnungssumme, endbetrag, summe brutto, betrag brutto, brutto gesamt, rechnungsbetrag brutto, betrag inkl mwst, gesamt brutto",
    amount: "betrag, summe, zahlbetrag, zahlungsbetrag, zahlungseingang betrag, umsatz?, wert?",
    issueDate:
      "rechnungsdatum, rechnung datum, ausstellungsdatum, belegdatum, ausgestellt am, rechnung vom, datum der rechnung, beleg datum",
    dueDate:
      "fälligkeit, fälligkeitsdatum, fällig am, fällig, zahlbar bis, zahlungsziel datum, zahlungsfrist?, netto fälligkeit, nettofälligkeit, fälligkeit datum",
    postingDate: "buchungsdatum, buchung datum, gebucht am, verbucht am, buchungstag, leistungsdatum?",
    receivedDate:
      "zahlungsdatum, zahlungseingang, eingangsdatum, bezahlt am, gezahlt am, wertstellung, valuta, valutadatum, zahldatum, eingang am, wertstellungsdatum, zahlungseingang am, eingegangen am",
    date: "datum",
    balance:
      "offen, offener betrag, offener posten, restbetrag, saldo, offener rest, op betrag, noch offen, offen betrag, rest, fälliger betrag, op saldo",
    paid: "bezahlt, gezahlt, bereits bezahlt, zahlung betrag, bezahlter betrag",
    tax: "steuer, mwst, ust, umsatzsteuer, mehrwertsteuer, steuerbetrag, mwst betrag, ust betrag, umsatzsteuer betrag, mehrwertsteuer betrag",
    type: "art, belegart, rechnungsart, typ, belegtyp, dokumentart, vorgangsart",
    terms:
      "zahlungsbedingung, zahlungsbedingungen, zahlungsziel, zahlungskondition, konditionen, zahlungsbed, zahlungsziel tage, tage?",
    method: "zahlungsart, zahlart, zahlungsweise, zahlungsmittel, zahlweg, zahlungsweg, zahlungsmethode",
    reference:
      "referenz, verwendungszweck, zahlungsreferenz, ihr zeichen, bestellzeichen, kundenreferenz, referenz nummer, ihre referenz, buyer reference, leitweg id?",
    note: "bemerkung, bemerkungen, notiz, notizen, kommentar, buchungstext, text, anmerkung, hinweis, beschreibung, freitext, info?",
    net: "netto, nettobetrag, nettosumme, betrag netto, summe netto, warenwert, rechnungsbetrag netto, gesamt netto, betrag exkl mwst",
    discount: "skonto, rabatt, nachlass, skontobetrag",
    taxRate: "steuersatz, mwst satz, ust satz, mwst prozent, steuerschlüssel, steuer prozent",
    taxNumber:
      "ust id, ust id nummer, ustid, ust idnr, steuernummer, uid, uid nummer, umsatzsteuer id, handelsregister, hrb, handelsregisternummer",
    rowId:
      "id, lfd nummer, laufende nummer, zeile, position, pos, satz nummer, datensatz, interne id, buchungsnummer, satznummer, journalnummer",
    printDate: "druckdatum, gedruckt am, gedruckt, exportdatum, stichtag, auswertungsdatum, erstellt am?, druck datum",
    changedDate:
      "angelegt, angelegt am, geändert, geändert am, erfasst, erfasst am, erfassungsdatum, änderungsdatum, kunde seit, anlagedatum",
    exchangeRate: "kurs, wechselkurs, umrechnungskurs",
    orderNumber:
      "auftrag, auftragsnummer, bestellnummer, bestellung, auftrags nummer, bestell nummer, vertrag, vertragsnummer, projekt, lieferschein, lieferscheinnummer, kostenstelle",
    bankAccount: "iban, bic, bank, bankkonto, bankverbindung, blz, gegenkonto, konto",
    contact: "ansprechpartner, kontakt, kontaktperson, anrede, zu händen",
    agent: "vertreter, sachbearbeiter, verkäufer, betreuer, bearbeiter, benutzer, erfasst von",
    website: "webseite, internet, homepage, fax, telefax, faxnummer",
    creditLimit: "kreditlimit, limit, kreditlinie",
    category: "kategorie, gruppe, kundengruppe, branche, sprache, abteilung, preisliste, klasse",
    quantity: "menge, anzahl, positionen, anzahl positionen, stück",
    overdue: "überfällig, tage überfällig, verzugstage, mahnstufe, überfällige tage, verzug",
  },
  billing: "rechnungs, rechnung",
  shipping: "liefer, lieferung, versand",
  types: {
    invoice: "rechnung, re, rg, ausgangsrechnung, ar, faktura",
    "credit note": "gutschrift, gs, rechnungskorrektur, storno, stornorechnung, gu",
    "prepayment invoice": "anzahlungsrechnung, abschlagsrechnung, vorauszahlung",
  },
  short: {
    rg: "rechnung",
    rechn: "rechnungs",
    re: "rechnung",
    kd: "kunden",
    kdn: "kunden",
    str: "straße",
    dat: "datum",
    betr: "betrag",
    bez: "bezahlt",
    der: "",
    des: "",
    die: "",
    in: "",
  },
}

/**
 * Words that made-up customers are made of, in four languages. Nobody is meant.
 */

export interface Language {
  readonly country: string
  readonly given: ReadonlyArray<string>
  readonly family: ReadonlyArray<string>
  /** First and second words of companies' names. */
  readonly firm: ReadonlyArray<string>
  readonly trade: ReadonlyArray<string>
  /** Legal forms, each with its other spellings. */
  readonly forms: ReadonlyArray<readonly [string, ...Array<string>]>
  readonly cities: ReadonlyArray<readonly [city: string, postcode: string]>
  readonly domain: string
}

const list = (words: string): ReadonlyArray<string> => words.split(" ")

const estonian: Language = {
  country: "EE",
  given: list(
    "Jüri Mart Mari Marit Jaan Jaana Tõnu Ülle Õnne Külli Kätlin Märt Siim Siiri Rein Rain Toomas Tiina Peeter Piret Andres Andrus Kaire Kaie Priit Liis Liisi Urmas Ülo Väino Anneli Heiki Sirje Tõnis Helgi Raivo",
  ),
  family: list(
    "Tamm Saar Sepp Mägi Kask Kukk Rebane Ilves Pärn Koppel Luik Lepik Oja Raudsepp Kuusk Õunapuu Väli Põder Järv Lõhmus Kõiv Teder Allik Jõgi Hein Kivi Rüütel Männik Laas Vaher Pihlakas Toomingas Soosaar Uibo Nõmmik Härmas",
  ),
  firm: list(
    "Põhjala Läänemere Ülemiste Kõrgema Rannahõbe Soosalu Metsavahi Tuuleveski Kalamaja Jõesuu Õitsengu Merevälja Saarepuu Kivilinna Hõbemäe Rohelise",
  ),
  trade: list(
    "Ehitus Kinnisvara Puit Transport Kaubandus Mööbel Elekter Pagar Trükikoda Haldus Köök Rehv Aed Seemned Vill Keraamika",
  ),
  forms: [
    ["OÜ", "O.Ü.", "Osaühing"],
    ["AS", "Aktsiaselts", "A.S."],
  ],
  cities: [
    ["Tallinn", "10115"],
    ["Tartu", "50090"],
    ["Pärnu", "80010"],
    ["Narva", "20308"],
    ["Võru", "65605"],
    ["Jõhvi", "41531"],
    ["Keila", "76607"],
    ["Rakvere", "44306"],
  ],
  domain: "ee",
}

const german: Language = {
  country: "DE",
  given: list(
    "Jürgen Jörg Günther Käthe Björn Heinz Ulrike Ute Sabine Karin Karina Martin Martina Stefan Steffen Wolfgang Dieter Dietmar Petra Peter Ingrid Bärbel Sören Lütz Anja Antje Rüdiger Hannelore Klaus Claudia Götz Hans",
  ),
  family: list(
    "Müller Schröder Köhler Weiß Krüger Jäger Böhm Schäfer Lüders Großmann Maurer Möller Kröger Förster Bäcker Vögel Zöllner Hübner Schütz Weißbach Brückner Eßer Thümmel Lindemann Sauerland Wiesner Kirchhoff Ahrens Petersen Dorn Fährmann Nägele",
  ),
  firm: list(
    "Nordlicht Süderhof Brückentor Mühlbach Lindenau Größental Waldhäuser Königsee Rosenböck Steinföhr Hafenkräne Grünwinkel Alpspitz Weserblick Löwenbräu Tannhöfer",
  ),
  trade: list(
    "Bau Möbel Getränke Spedition Küchen Werkzeuge Gartenbau Elektro Kälte Gebäudedienste Druck Textil Büro Fenster Dächer Maschinenbau",
  ),
  forms: [
    ["GmbH", "G.m.b.H.", "Gesellschaft mit beschränkter Haftung"],
    ["AG", "A.G.", "Aktiengesellschaft"],
    ["KG", "K.G.", "Kommanditgesellschaft"],
  ],
  cities: [
    ["Berlin", "10117"],
    ["München", "80331"],
    ["Köln", "50667"],
    ["Lübeck", "23552"],
    ["Göttingen", "37073"],
    ["Würzburg", "97070"],
    ["Bremen", "28195"],
    ["Görlitz", "02826"],
  ],
  domain: "de",
}

const greek: Language = {
  country: "GR",
  given: list(
    "Γιώργος Νίκος Μαρία Ελένη Δημήτρης Χρήστος Κατερίνα Σοφία Θανάσης Ευάγγελος Φίλιππος Ξένια Ψαρρής Αύγουστος Ιωάννης Ιωάννα Παύλος Άγγελος Αγγελική Στέλιος Βασίλης Βασιλική Ουρανία Μπάμπης Ζωή Ηλίας",
  ),
  family: list(
    "Παπαδόπουλος Βλάχος Γεωργίου Οικονόμου Μακρής Αγγελόπουλος Μπακογιάννης Χατζηδάκης Θεοδώρου Καραγιάννης Λάμπρου Ευσταθίου Ξανθόπουλος Ψαράκης Ρουμελιώτης Σταυρίδης Δούκας Ζαχαρίου Φωτεινός Αυγερινός Κουτσούκης Μιχαηλίδης Νικολαΐδης Τζαβέλας Αντωνίου Παγκράτης",
  ),
  firm: list(
    "Αιγαίο Όλυμπος Ήλιος Θάλασσα Ακρόπολη Ευρώπη Φοίνικας Πήγασος Κένταυρος Αύρα Δελφοί Χρυσός Ορίζοντας Κύκλος",
  ),
  trade: list(
    "Κατασκευές Μεταφορές Τρόφιμα Έπιπλα Τουρισμός Ναυτιλία Εκδόσεις Ηλεκτρικά Υφάσματα Φυτώρια Εμπορική Αρτοποιία",
  ),
  forms: [
    ["Α.Ε.", "ΑΕ", "A.E."],
    ["ΕΠΕ", "Ε.Π.Ε.", "E.P.E."],
    ["Ο.Ε.", "ΟΕ", "OE"],
  ],
  cities: [
    ["Αθήνα", "10431"],
    ["Θεσσαλονίκη", "54622"],
    ["Πάτρα", "26221"],
    ["Ηράκλειο", "71201"],
    ["Λάρισα", "41221"],
    ["Βόλος", "38221"],
    ["Χανιά", "73131"],
  ],
  domain: "gr",
}

const english: Language = {
  country: "GB",
  given: list(
    "Paul Paula Daniel Daniella Thomas Harriet George Georgia Edward Alice Hugh Victor Philip Catherine Matthew Oliver Sarah Simon Simone Andrew Andrea Fiona Gareth Rhys Nigel Imogen Beatrice Duncan Leonard Rosalind",
  ),
  family: list(
    "Ashworth Penrose Whitlock Farnham Thackeray O'Dell Blackwood Cromwell Haversham Pettigrew Longbottom Underhill Marlowe Kingsley Wetherby Stanhope Fairfax Hollis Merriweather Tunstall Greyson Oakley Brackenbury Lockhart Quill Redfern",
  ),
  firm: list(
    "Northgate Silverdale Harbour Kestrel Bluebell Ironbridge Foxglove Larkfield Rosemount Beacon Stonecroft Millbrook Thornbury Wolds Eastwick Granby",
  ),
  trade: list(
    "Builders Logistics Bakery Joinery Printing Catering Tyres Nurseries Pottery Electrics Fabrics Shipping Tools Dairy Windows Stationery",
  ),
  forms: [
    ["Ltd", "Limited", "Ltd."],
    ["LLP", "L.L.P.", "Llp"],
    ["PLC", "P.L.C.", "plc"],
  ],
  cities: [
    ["London", "SW1A 1AA"],
    ["York", "YO1 7HH"],
    ["Bath", "BA1 1LZ"],
    ["Leeds", "LS1 4AP"],
    ["Exeter", "EX1 1GJ"],
    ["Truro", "TR1 2SJ"],
    ["Ripon", "HG4 1BN"],
  ],
  domain: "uk",
}

export const languages: ReadonlyArray<Language> = [estonian, german, greek, english]

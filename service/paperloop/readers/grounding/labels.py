"""Words that stand before a value and say which it is: beginnings, in the normal form, in several languages."""

LABELS: dict[str, tuple[str, ...]] = {
    "/invoice_number": ("rechnung", "beleg", "invoice", "facture", "factuur", "fattura", "factura", "fatura", "faktur"),
    "/issue_date": ("rechnungsdatum", "datum", "ausgestellt", "date", "issue", "fecha", "data", "dated", "invoice"),
    "/due_date": (
        "fällig",
        "zahlbar",
        "due",
        "échéance",
        "echeance",
        "verval",
        "scadenza",
        "vencim",
        "termin",
        "förfall",
    ),
    "/delivery_date": ("liefer", "leistung", "delivery", "livraison", "lever", "entrega", "consegna", "supply"),
    "/purchase_order": ("bestell", "auftrag", "order", "commande", "purchase", "po", "ordine", "pedido", "bon"),
    "/contract": ("vertrag", "contract", "contrat", "contratto", "contrato"),
    "/buyer_reference": ("leitweg", "referenz", "reference", "référence", "ref", "kunden", "customer", "client"),
    "/payment_reference": ("verwendung", "zweck", "zahlungsref", "reference", "référence", "kenmerk", "betreff"),
    "/totals/line_total": ("positions", "zwischensumme", "subtotal", "warenwert", "lignes", "lines", "summe"),
    "/totals/allowance_total": ("rabatt", "nachl", "abschl", "discount", "allowance", "remise", "korting", "sconto"),
    "/totals/charge_total": ("zuschl", "versand", "fracht", "charge", "frais", "shipping", "porto"),
    "/totals/tax_basis_total": ("netto", "net", "ht", "excl", "exkl", "subtotal", "imponibile", "base", "basis"),
    "/totals/tax_total": ("mwst", "ust", "umsatzst", "mehrwertst", "steuer", "vat", "tva", "tax", "btw", "iva", "moms"),
    "/totals/grand_total": ("brutto", "gesamt", "gross", "total", "ttc", "incl", "inkl", "totaal", "endbetrag", "suma"),
    "/totals/prepaid": ("anzahlung", "vorausz", "bezahlt", "geleistet", "paid", "prepaid", "acompte", "deposit"),
    "/totals/rounding": ("rundung", "round", "arrondi", "afronding", "arrotond", "redonde"),
    "/totals/due_payable": ("zahl", "fällig", "offen", "due", "payer", "payable", "pay", "balance", "betalen", "saldo"),
}
REACH = 6
"""Units before a value among which its label may stand."""

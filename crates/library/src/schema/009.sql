-- What the catalogue of a large library is read from, in the order of the documents: never the wide rows.
CREATE INDEX document_catalogue ON document
    (id, trashed_at, kind, title, date, speaker, issuer, number, occasion, folded_chars);

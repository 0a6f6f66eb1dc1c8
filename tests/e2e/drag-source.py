"""A small window from which a file can be dragged, for the test of dropping on ours."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

window = Gtk.Window(title="drag-source")
window.set_default_size(120, 60)
box = Gtk.EventBox()
box.add(Gtk.Label(label="drag"))
box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
box.drag_source_add_uri_targets()
uri = GLib.filename_to_uri(sys.argv[1])
box.connect("drag-data-get", lambda _box, _context, data, _info, _time: data.set_uris([uri]))
window.add(box)
window.move(1100, 680)
window.show_all()
Gtk.main()

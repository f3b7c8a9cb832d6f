"""Asks the window manager politely to close a window, as a taskbar does: ask_to_close.py WINDOW."""

import ctypes
import sys

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong
x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x11.XInternAtom.restype = ctypes.c_ulong
x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
x11.XSendEvent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
x11.XFlush.argtypes = [ctypes.c_void_p]

CLIENT_MESSAGE = 33
SUBSTRUCTURE_MASKS = (1 << 19) | (1 << 20)


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("room", ctypes.c_long * 24),
    ]


display = x11.XOpenDisplay(None)
message = ClientMessage()
message.type = CLIENT_MESSAGE
message.window = int(sys.argv[1])
message.message_type = x11.XInternAtom(display, b"_NET_CLOSE_WINDOW", 0)
message.format = 32
root = x11.XDefaultRootWindow(display)
sent = x11.XSendEvent(display, root, 0, SUBSTRUCTURE_MASKS, ctypes.byref(message))
x11.XFlush(display)
x11.XSync(ctypes.c_void_p(display), 0)
sys.exit(0 if sent else 1)

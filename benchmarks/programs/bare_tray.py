"""The bare peer: an icon in the tray with a menu of one line."""

from PySide6.QtGui import QIcon, QPixmap, Qt
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from .watch import watch_tray

application = QApplication([])
application.setQuitOnLastWindowClosed(False)
picture = QPixmap(22, 22)
picture.fill(Qt.GlobalColor.darkGreen)
menu = QMenu()
menu.addAction("Quit").triggered.connect(application.quit)
icon = QSystemTrayIcon(QIcon(picture))
icon.setContextMenu(menu)
icon.show()
watch_tray()
application.exec()

"""The vocabulary of generated plans: names only, every one marked as an example. Draws nothing by itself."""

from smartcity.exchange.workbook import official

DIMENSIONS = {dimension.name: tuple(name for name, _alias in dimension.subs) for dimension in official.DIMENSIONS}
WORKS = ("Penataan", "Digitalisasi", "Penguatan", "Perluasan", "Pemantauan", "Pembaruan", "Penyediaan", "Pemulihan")
THINGS = (
    "Layanan Adminduk",
    "Aduan Warga",
    "Wisata Tambang",
    "Sentra Songket",
    "Air Bersih",
    "Bank Sampah",
    "Lampu Jalan",
    "Sekolah Digital",
    "Rekam Medis",
    "Pasar Rakyat",
    "Arsip Kota",
    "Peta Aset",
    "Kampung Iklim",
    "Siaga Bencana",
    "Angkutan Desa",
    "Data Kesejahteraan",
)
STEPS = (
    "Pemetaan kebutuhan",
    "Rancangan rinci",
    "Pengadaan perangkat",
    "Pemasangan tahap I",
    "Pemasangan tahap II",
    "Uji coba terbatas",
    "Pelatihan petugas",
    "Peluncuran kepada warga",
    "Sambungan data antar-OPD",
    "Penilaian hasil",
    "Perluasan wilayah",
    "Panduan pemakaian",
)
UNITS = ("orang", "unit", "layanan", "%", "hari", "indeks")
HAPPENED = ("Pekerjaan berjalan sesuai urutan.", "Satu tahapan selesai.", "Persiapan lapangan rampung.")
OBSTACLES = ("Pengadaan mundur.", "Data dari desa terlambat.", "Izin belum terbit.", "Cuaca menghambat pekerjaan.")
NEXT_STEPS = ("Menuntaskan tahapan berjalan.", "Memeriksa hasil bersama OPD pendukung.", "Menyiapkan tahap berikutnya.")
HELP_FROM = ("Wali Kota", "Sekretaris Daerah", "Bappeda")
HELP_NEEDED = "Penyelesaian izin antar-OPD."
REASONS = ("Pengadaan diulang.", "Lokasi berubah.", "Perangkat tertunda.")
RETURN_NOTE = "Bukti belum lengkap."
SAMPLE = "contoh"
ACTIONS = {
    "capacity": "Pelatihan pelaksana",
    "infrastructure": "Prasarana pendukung",
    "application": "Aplikasi pendukung",
    "literacy": "Sosialisasi kepada warga",
}
EVIDENCE = "Berita acara"
MEASURED = "capaian"

"""What the generator builds names and days from; words common and rare, so that searches differ."""

LAST_YEAR = 2025

VERBS = ("Hỗ trợ", "Nâng cao", "Phát triển", "Cải thiện", "Tăng cường", "Xây dựng", "Trang bị", "Đào tạo")
THINGS = (
    "nước sạch và vệ sinh môi trường",
    "khám chữa bệnh cho trẻ em",
    "phẫu thuật mắt miễn phí",
    "phòng học và thư viện",
    "sinh kế cho hộ nghèo",
    "phục hồi chức năng cho người khuyết tật",
    "rà phá bom mìn",
    "thích ứng với biến đổi khí hậu",
    "học bổng cho học sinh vượt khó",
    "trồng rừng ngập mặn",
    "thiết bị y tế cho trạm xá",
    "dạy nghề cho thanh niên",
    "chăm sóc sức khỏe bà mẹ",
    "nhà ở cho hộ gia đình chính sách",
)
# One name in about two hundred holds it: the search that finds little.
RARE = "trạm quan trắc"
DONOR_HEADS = ("Quỹ", "Tổ chức", "Hội", "Viện", "Liên minh", "Trung tâm")
DONOR_TAILS = (
    "Tầm nhìn",
    "Bàn tay ấm",
    "Trẻ em và Tương lai",
    "Nhịp cầu",
    "Hành động xanh",
    "Sức khỏe cộng đồng",
    "Giáo dục không biên giới",
    "Nước và Sự sống",
)
MEETING_HEADS = ("Hội nghị", "Cuộc họp", "Tọa đàm", "Giao ban")
MEETING_TOPICS = (
    "góp ý dự thảo chương trình đối ngoại",
    "tổng kết công tác đối ngoại nhân dân",
    "triển khai công tác phi chính phủ nước ngoài",
    "chuẩn bị đón đoàn công tác",
    "xúc tiến vận động viện trợ",
    "công tác thông tin đối ngoại",
)
SENTENCES = (
    "Giao cơ quan chủ trì tổng hợp ý kiến, hoàn thiện dự thảo.",
    "Đề nghị các sở, ngành gửi văn bản góp ý đúng hạn.",
    "Yêu cầu báo cáo tiến độ giải ngân hằng quý.",
    "Các đơn vị tiếp tục giữ mối liên hệ với đối tác.",
)
WORKS = (
    "Tổng hợp ý kiến và hoàn thiện dự thảo",
    "Gửi văn bản góp ý",
    "Báo cáo tiến độ giải ngân",
    "Chuẩn bị nội dung làm việc với đối tác",
    "Rà soát danh mục vận động viện trợ",
)
ACTIVITIES = ("Giao lưu hữu nghị", "Gặp mặt kỷ niệm", "Lớp bồi dưỡng", "Triển lãm ảnh", "Tiếp đoàn")
